package diagnose

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
)

// repeated is a log of some size that never is in memory.
type repeated struct {
	text string
	at   int
	left int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), r.left)], r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	r.left -= n
	return n, nil
}

// usual is what a build on a Windows agent prints, with an error now and then.
var usual = strings.Repeat(`2024-03-11T08:21:40.1178563Z #9 [build 4/6] RUN msbuild app.sln /p:Configuration=Release
2024-03-11T08:21:41.2178563Z #9 12.31   Determining projects to restore...
2024-03-11T08:21:42.3178563Z #9 16.04   Restored C:\src\app\App.csproj (in 1.21 sec).
2024-03-11T08:21:43.4178563Z #9 18.77   CoreCompile: C:\Program Files (x86)\MSBuild\14.0\bin\csc.exe /noconfig /nowarn:1701,1702 /nostdlib+ /errorreport:prompt /warn:4 /define:TRACE /reference:"C:\src\packages\Newtonsoft.Json.dll" /out:obj\Release\App.dll
2024-03-11T08:21:44.5178563Z #9 21.02 C:\src\app\Program.cs(12,17): warning CS0168: The variable 'ex' is declared but never used [C:\src\app\App.csproj]
2024-03-11T08:21:45.6178563Z #9 23.90   App -> C:\src\app\bin\Release\App.dll
2024-03-11T08:21:46.7178563Z #9 24.11 Build succeeded. 1 Warning(s) 0 Error(s) Time Elapsed 00:00:11.80
`, 12) + "2024-03-11T08:21:47.1178563Z #9 ERROR: hcsshim::PrepareLayer - failed failed in Win32: Incorrect function. (0x1)\n"

// The logs that cost the most: each has a reason.
var hostile = map[string]string{
	"no line ends":       strings.ReplaceAll(usual, "\n", " "),
	"carriage returns":   strings.ReplaceAll(usual, "\n", "\r"),
	"short lines":        "x\n",
	"empty lines":        "\n",
	"NUL":                strings.ReplaceAll(usual, " ", "\x00"),
	"only NUL":           "\x00",
	"colors":             strings.ReplaceAll(usual, " ", "\x1b[91m \x1b[0m"),
	"open escapes":       "\x1b]" + strings.Repeat("\x1b[", 200),
	"nested prefixes":    strings.Repeat("#12 3.456 ", 900) + "Access is denied.\n",
	"nothing but errors": "hcsshim::PrepareLayer - failed failed in Win32: Incorrect function. (0x1)\n",
	"broken errors":      "container web encountered an error during CreateContainer: failure in a Windows system call: Elemen\nt not found. (0x490)\n",
	"almost errors":      "container web encountered an error during Create: failure in a Windows system call\nThe parameter is wrong (0x99)\n",
	"beginnings":         strings.Repeat("hcsshim::ImportLayer failed CreateContainer CreateProcess failed to register layer ", 100) + "\n",
}

func BenchmarkUsual(b *testing.B) { benchmark(b, usual) }

func BenchmarkHostile(b *testing.B) {
	for name, text := range hostile {
		b.Run(name, func(b *testing.B) { benchmark(b, text) })
	}
}

func BenchmarkUTF16(b *testing.B) {
	var text strings.Builder
	for _, r := range []byte(usual) {
		text.Write([]byte{r, 0})
	}
	benchmark(b, text.String())
}

func benchmark(b *testing.B, text string) {
	const size = 16 << 20
	text = strings.Repeat(text, 1+(64<<10)/len(text)) // so that reading it costs nothing
	b.SetBytes(size)
	for b.Loop() {
		if _, err := Read(&repeated{text: text, left: size}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A log that is made to be slow takes twice as long if it is twice as long.
func TestLinear(t *testing.T) {
	for _, name := range []string{"no line ends", "nested prefixes", "broken errors", "beginnings"} {
		text := hostile[name]
		lineartest.Check(t, 64<<10, func(n int) string { return strings.Repeat(text, n/len(text)+1)[:n] }, func(text string) {
			if _, err := Read(strings.NewReader(text), Options{}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// The memory that a log takes does not grow with it: what is alive after a mebibyte is what was alive at the beginning.
func TestMemory(t *testing.T) {
	const much = 256 << 10
	for name, text := range hostile {
		log := &measured{repeated: repeated{text: text, left: 1 << 20}}
		if _, err := Read(log, Options{}); err != nil {
			t.Fatal(err)
		}
		if log.last > log.first+much {
			t.Errorf("%s: %d bytes are alive at the beginning, %d at the end", name, log.first, log.last)
		}
	}
}

// measured is a log that looks how much memory is alive when it is read first and last.
type measured struct {
	repeated
	first, last uint64
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.repeated.Read(p)
	if m.first == 0 || m.left == 0 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		m.last = stats.HeapAlloc
		if m.first == 0 {
			m.first = stats.HeapAlloc
		}
	}
	return n, err
}
