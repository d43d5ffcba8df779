// Reads a Jenkinsfile from standard input as Jenkins does, with Groovy, and writes each step and its arguments as JSON, one
// on each line. Nothing is run: whatever a pipeline calls is a step here.
import groovy.json.JsonOutput

class Pipeline {
    // The groups of steps and the directives, whose blocks are pipeline code, too.
    static blocks = ['pipeline', 'stages', 'stage', 'steps', 'post', 'always']

    def methodMissing(String name, arguments) {
        def block = arguments.find { it instanceof Closure }
        if (block != null) {
            if (!(name in blocks)) throw new MissingMethodException(name, Pipeline, arguments)
            block.delegate = this
            block.resolveStrategy = Closure.DELEGATE_FIRST
            block()
        } else if (name != 'agent') {
            println JsonOutput.toJson([name] + (arguments as List))
        }
        return name
    }

    def propertyMissing(String name) { name } // agent any
}

def script = new GroovyShell().parse(System.in.text)
def pipeline = new Pipeline()
script.metaClass.methodMissing = { String name, arguments -> pipeline.methodMissing(name, arguments) }
script.run()
