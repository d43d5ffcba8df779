package subject_test

import (
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// FuzzRead holds that any text is read, that every place is in the file, and that a state is known of every node.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"# escape=`\nARG T=1809\nFROM mcr.microsoft.com/windows:$T AS a\nSHELL [\"powershell\"]\nWORKDIR C:\\x\nFROM a\nRUN x",
		"FROM --platform=windows/amd64 a\nONBUILD WORKDIR x\nENV A=1 B=$A\nARG A\nUSER $B",
		"FROM ${TARGETOS}\nRUN <<E\nx\nE", "ARG", "FROM", "FROM a AS b\nFROM B AS b\nFROM b", "FROM {{x}}",
		"$i = docker run -d -v $pwd:C:\\x --isolation=hyperv a\ndocker commit $i `\n b\ndocker cp i:C:\\a (x)\n",
		"for /f %%i in ('docker run -d a') do docker commit %%i b\nid=$(docker run -d a:nanoserver-1809); docker stop \"$id\"",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"Dockerfile", "x.ps1", "x.cmd", "x.sh"} {
			fuzzed(t, subject.Read(source.New(name, text), &subject.World{}))
		}
	})
}

// FuzzProject holds the same of a compose file, whatever is in the files beside it: here each is the file itself.
func FuzzProject(f *testing.F) {
	for _, text := range []string{
		"services:\n  a:\n    build: {context: ., args: {A: windows}}\n    extends: b\n  b: {extends: {file: x, service: a}}\n",
		"services: {a: {build: {dockerfile_inline: \"ARG A\\nFROM $A AS b\\nFROM b\", target: b, args: [A=x:ltsc2022]}}}",
		"services:\n  a: &a {build: x, image: 'y:1809'}\n  b: {<<: *a, extends: {service: a, file: ../y}}\n", "FROM a\nservices: {a: {}}",
		"services: {a: {extends: [a], build: [b]}, b: {extends: {file: }, build: {context: {}, target: [], args: x}}}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		open := func(name string) (*source.File, error) { return source.New(name, text), nil }
		for _, name := range []string{"compose.yaml", "compose.override.yml", "a/docker-compose.x.y.yml"} {
			fuzzed(t, subject.Read(source.New(name, text), &subject.World{Open: open}))
		}
	})
}

// FuzzPipeline holds the same of CI files of every system, and that a text is read the same at each of their names.
func FuzzPipeline(f *testing.F) {
	for _, text := range []string{
		"jobs:\n  a:\n    strategy: {matrix: {os: [windows-2022, ubuntu-24.04]}}\n    runs-on: ${{ matrix.os }}\n    steps:\n    - run: |\n" +
			"        docker run -d --name a ${{ env.x }}\n        exit 0\n    - {if: github.ref, run: docker commit a b, shell: bash}\n    - uses: x\n",
		"pool: {vmImage: windows-2022}\ncontainer: mcr.microsoft.com/windows/servercore:ltsc2022\nsteps: [{script: docker build -f $(a) .}, {pwsh: docker ps}]",
		"a:\n  tags: [saas-windows-medium-amd64]\n  image: x\n  script: [docker build ., docker ps]\nb: {image: nanoserver, script: docker ps}\n",
		"runs: {using: composite, steps: [{run: docker ps, shell: cmd}]}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		open := func(name string) (*source.File, error) { return source.New(name, text), nil }
		for _, k := range subject.Kinds {
			if k.Jobs {
				fuzzed(t, k.Unit(source.New(k.Example, text), &subject.World{Open: open}))
				k.JobBuilds(source.New(k.Example, text))
			}
		}
	})
}

func fuzzed(t *testing.T, u *subject.Unit) {
	t.Helper()
	for _, s := range u.Scopes {
		inFile(t, u, s.Span())
		for _, why := range s.Why {
			inFile(t, u, why.At)
		}
		for _, n := range s.Nodes {
			if inFile(t, u, n.Span()); n.State == nil {
				t.Errorf("no state at %v", n.Span())
			}
		}
	}
}

func inFile(t *testing.T, u *subject.Unit, at source.Span) {
	t.Helper()
	if at.Start > at.End || !u.Span().Contains(at) {
		t.Errorf("%v is no place in %v", at, u.Span())
	}
}
