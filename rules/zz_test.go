package rules
import ("testing";"os";"github.com/winlint/winlint/lint";"github.com/winlint/winlint/source";"github.com/winlint/winlint/target")
func TestZZ(t *testing.T){
 for _,n:=range []string{"a","b","c","d","e"} {
 raw,_:=os.ReadFile("/tmp/lt/"+n+".Dockerfile")
 f:=source.Decode(n,raw)
 l:=&lint.Linter{Rules:Default(),World:target.World{Today:today},Known:known}
 r:=l.Lint(f); l.Prove(r)
 for _,x:=range r.Findings { t.Log(n, x.Rule.ID,x.Span,x.Message,x.Grade,x.Refused) }
 fx:=l.Fix(f,lint.Unsafe)
 t.Log("\n"+fx.Unit.File.Text)
 for _,x:=range fx.Findings { t.Log("LEFT", x.Rule.ID,x.Span,x.Message) }
 }
}
