package subject

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

func TestReadCompose(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       string // each scope: name, system, release; "weak" where the evidence is
	}{
		{"by image", "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\n", "web windows ltsc2022"},
		{"by a default", "services:\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:${TAG:-ltsc2019}\n", "web windows ltsc2019"},
		{"a tag that is not known", "services:\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:${TAG}\n", "web windows "},
		{"by platform", "services:\n  web:\n    image: example.com/web\n    platform: windows/amd64\n", "web windows "},
		{"Linux", "services:\n  db:\n    image: postgres:16-alpine\n", "db linux "},
		{"both", "services:\n  db:\n    image: postgres:16-alpine\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:ltsc2022\n  x:\n    image: example.com/x\n", "db linux , web windows ltsc2022, x unknown "},
		{"like the others", "services:\n  x:\n    image: example.com/x\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:ltsc2022\n", "x windows  weak, web windows ltsc2022"},
		{"a network of Windows services", "services:\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:ltsc2022\nnetworks:\n  default:\n    driver: bridge\n  other: {}\n", "web windows ltsc2022, default windows , other unknown "},
		{"a network of both", "services:\n  db:\n    image: postgres:16-alpine\n    networks: [n]\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:ltsc2022\n    networks: {n: {}}\nnetworks: {n: {}}\n", "db linux , web windows ltsc2022, n unknown "},
		{"a volume", "services:\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:ltsc2022\n    volumes: ['data:C:\\data']\nvolumes:\n  data:\n", "web windows ltsc2022, data windows "},
	} {
		t.Run(test.name, func(t *testing.T) {
			unit := Read(source.New("compose.yaml", test.text), &World{})
			var got []string
			for _, s := range unit.Scopes {
				line := fmt.Sprint(s.Name, " ", s.OS, " ", s.Release)
				if s.OS == windows.Windows && !s.Strong {
					line += " weak"
				}
				got = append(got, line)
			}
			if joined := strings.Join(got, ", "); joined != test.want {
				t.Errorf("%q; want %q", joined, test.want)
			}
		})
	}
}
