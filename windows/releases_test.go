package windows_test

import (
	"testing"

	"github.com/winlint/winlint/windows"
)

func TestReleasesAreInOrder(t *testing.T) {
	last := 0
	for _, r := range windows.Releases() {
		if !r.Known() || r.Build() <= last {
			t.Errorf("%s: build %d stands behind build %d", r, r.Build(), last)
		}
		last = r.Build()
		if r == windows.V23H2 {
			continue // a host only
		}
		if windows.ReleaseOf(string(r)) != r {
			t.Errorf("%s: its own name means %q", r, windows.ReleaseOf(string(r)))
		}
		if end := r.End(windows.ServerCore); end.Before(r.Mainstream(windows.ServerCore)) || end == (windows.Date{}) {
			t.Errorf("%s: ends on %s", r, end)
		}
		if !r.Has(windows.NanoServer) || !r.Has(windows.ServerCore) {
			t.Errorf("%s: no Nano Server or Server Core", r)
		}
	}
}

func TestReleaseOfAWord(t *testing.T) {
	for word, want := range map[string]windows.Release{
		"1809": windows.LTSC2019, "1607": windows.LTSC2016, "SAC2016": windows.LTSC2016, "2009": windows.V20H2, "20h2": windows.V20H2,
		"LTSC2022": windows.LTSC2022, "2022": "", "": "", "20190312": "",
	} {
		if got := windows.ReleaseOf(word); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestSupportEnds(t *testing.T) {
	for _, test := range []struct {
		release         windows.Release
		edition         windows.Edition
		mainstream, end windows.Date
	}{
		{windows.LTSC2016, windows.NanoServer, windows.Date{Year: 2018, Month: 10, Day: 9}, windows.Date{Year: 2018, Month: 10, Day: 9}},
		{windows.LTSC2016, windows.ServerCore, windows.Date{Year: 2022, Month: 1, Day: 11}, windows.Date{Year: 2027, Month: 1, Day: 11}},
		{windows.V20H2, windows.ServerCore, windows.Date{Year: 2022, Month: 8, Day: 9}, windows.Date{Year: 2022, Month: 8, Day: 9}},
		{windows.LTSC2022, windows.Server, windows.Date{Year: 2026, Month: 10, Day: 13}, windows.Date{Year: 2031, Month: 10, Day: 14}},
		{"", windows.ServerCore, windows.Date{}, windows.Date{}},
	} {
		if got := test.release.Mainstream(test.edition); got != test.mainstream {
			t.Errorf("%s %s: mainstream support ends on %s", test.release, test.edition, got)
		}
		if got := test.release.End(test.edition); got != test.end {
			t.Errorf("%s %s: ends on %s", test.release, test.edition, got)
		}
	}
}

func TestDatesAreCompared(t *testing.T) {
	day := windows.Date{Year: 2026, Month: 11, Day: 24}
	for _, test := range []struct {
		a, b windows.Date
		want bool
	}{
		{day, day, false},
		{day, windows.Date{Year: 2026, Month: 12, Day: 1}, true},
		{windows.Date{Year: 2025, Month: 12, Day: 31}, windows.Date{Year: 2026, Month: 1, Day: 1}, true},
		{windows.Date{}, day, true},
	} {
		if got := test.a.Before(test.b); got != test.want {
			t.Errorf("%s before %s: %v", test.a, test.b, got)
		}
	}
	if got := day.AddMonths(2).String(); got != "2027-01-24" {
		t.Errorf("two months later: %s", got)
	}
	if got := day.AddMonths(-11).String(); got != "2025-12-24" {
		t.Errorf("eleven months earlier: %s", got)
	}
}

func TestRepositoriesOfAnEdition(t *testing.T) {
	for _, test := range []struct {
		release windows.Release
		edition windows.Edition
		want    bool
	}{
		{windows.LTSC2022, windows.Full, false},
		{windows.LTSC2019, windows.Full, true},
		{windows.V1803, windows.Full, false},
		{windows.LTSC2019, windows.Server, false},
		{windows.LTSC2025, windows.Server, true},
		{windows.V23H2, windows.ServerCore, false},
		{"", windows.ServerCore, false},
	} {
		if got := test.release.Has(test.edition); got != test.want {
			t.Errorf("%s of %q: %v", test.edition, test.release, got)
		}
	}
}

func TestHostsRunImages(t *testing.T) {
	for _, test := range []struct {
		host, image             windows.Release
		process, hyperv, unsure bool
	}{
		{host: windows.LTSC2016, image: windows.LTSC2016, process: true, hyperv: true},
		{host: windows.LTSC2019, image: windows.LTSC2016, hyperv: true},
		{host: windows.LTSC2019, image: windows.LTSC2022},
		{host: windows.LTSC2022, image: windows.LTSC2019, hyperv: true},
		{host: windows.LTSC2022, image: windows.LTSC2022, process: true, hyperv: true},
		{host: windows.V23H2, image: windows.LTSC2022, process: true, hyperv: true},
		{host: windows.LTSC2025, image: windows.LTSC2022, process: true, hyperv: true},
		{host: windows.LTSC2025, image: windows.LTSC2019, hyperv: true},
		{host: "", image: windows.LTSC2022, unsure: true},
	} {
		process, known := test.host.RunsInProcess(test.image)
		if process != test.process || known == test.unsure {
			t.Errorf("process isolation of %s on %s: %v, %v", test.image, test.host, process, known)
		}
		hyperv, known := test.host.RunsInHyperV(test.image)
		if hyperv != test.hyperv || known == test.unsure {
			t.Errorf("Hyper-V isolation of %s on %s: %v, %v", test.image, test.host, hyperv, known)
		}
	}
}

func TestNanoServerLostPowerShell(t *testing.T) {
	for _, test := range []struct {
		edition    windows.Edition
		release    windows.Release
		has, known bool
	}{
		{windows.NanoServer, windows.LTSC2016, true, true},
		{windows.NanoServer, windows.V1709, false, true},
		{windows.NanoServer, "", false, false},
		{windows.ServerCore, "", true, true},
		{windows.UnknownEdition, windows.LTSC2022, false, false},
	} {
		if has, known := windows.HasPowerShell(test.edition, test.release); has != test.has || known != test.known {
			t.Errorf("%s %s: %v, %v", test.edition, test.release, has, known)
		}
	}
}
