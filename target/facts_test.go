package target_test

import (
	"testing"

	"github.com/winlint/winlint/target"
)

func TestReleasesAreInOrder(t *testing.T) {
	last := 0
	for _, r := range target.Releases() {
		if !r.Known() || r.Build() <= last {
			t.Errorf("%s: build %d stands behind build %d", r, r.Build(), last)
		}
		last = r.Build()
		if r == target.V23H2 {
			continue // a host only
		}
		if target.ReleaseOf(string(r)) != r {
			t.Errorf("%s: its own name means %q", r, target.ReleaseOf(string(r)))
		}
		if end := r.End(target.ServerCore); end.Before(r.Mainstream(target.ServerCore)) || end == (target.Date{}) {
			t.Errorf("%s: ends on %s", r, end)
		}
		if !r.Has(target.NanoServer) || !r.Has(target.ServerCore) {
			t.Errorf("%s: no Nano Server or Server Core", r)
		}
	}
}

func TestReleaseOfAWord(t *testing.T) {
	for word, want := range map[string]target.Release{
		"1809": target.LTSC2019, "1607": target.LTSC2016, "SAC2016": target.LTSC2016, "2009": target.V20H2, "20h2": target.V20H2,
		"LTSC2022": target.LTSC2022, "2022": "", "": "", "20190312": "",
	} {
		if got := target.ReleaseOf(word); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestSupportEnds(t *testing.T) {
	for _, test := range []struct {
		release         target.Release
		edition         target.Edition
		mainstream, end target.Date
	}{
		{target.LTSC2016, target.NanoServer, target.Date{Year: 2018, Month: 10, Day: 9}, target.Date{Year: 2018, Month: 10, Day: 9}},
		{target.LTSC2016, target.ServerCore, target.Date{Year: 2022, Month: 1, Day: 11}, target.Date{Year: 2027, Month: 1, Day: 11}},
		{target.V20H2, target.ServerCore, target.Date{Year: 2022, Month: 8, Day: 9}, target.Date{Year: 2022, Month: 8, Day: 9}},
		{target.LTSC2022, target.Server, target.Date{Year: 2026, Month: 10, Day: 13}, target.Date{Year: 2031, Month: 10, Day: 14}},
		{"", target.ServerCore, target.Date{}, target.Date{}},
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
	day := target.Date{Year: 2026, Month: 11, Day: 24}
	for _, test := range []struct {
		a, b target.Date
		want bool
	}{
		{day, day, false},
		{day, target.Date{Year: 2026, Month: 12, Day: 1}, true},
		{target.Date{Year: 2025, Month: 12, Day: 31}, target.Date{Year: 2026, Month: 1, Day: 1}, true},
		{target.Date{}, day, true},
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
		release target.Release
		edition target.Edition
		want    bool
	}{
		{target.LTSC2022, target.Full, false},
		{target.LTSC2019, target.Full, true},
		{target.V1803, target.Full, false},
		{target.LTSC2019, target.Server, false},
		{target.LTSC2025, target.Server, true},
		{target.V23H2, target.ServerCore, false},
		{"", target.ServerCore, false},
	} {
		if got := test.release.Has(test.edition); got != test.want {
			t.Errorf("%s of %q: %v", test.edition, test.release, got)
		}
	}
}

func TestHostsRunImages(t *testing.T) {
	for _, test := range []struct {
		host, image             target.Release
		process, hyperv, unsure bool
	}{
		{host: target.LTSC2016, image: target.LTSC2016, process: true, hyperv: true},
		{host: target.LTSC2019, image: target.LTSC2016, hyperv: true},
		{host: target.LTSC2019, image: target.LTSC2022},
		{host: target.LTSC2022, image: target.LTSC2019, hyperv: true},
		{host: target.LTSC2022, image: target.LTSC2022, process: true, hyperv: true},
		{host: target.V23H2, image: target.LTSC2022, process: true, hyperv: true},
		{host: target.LTSC2025, image: target.LTSC2022, process: true, hyperv: true},
		{host: target.LTSC2025, image: target.LTSC2019, hyperv: true},
		{host: "", image: target.LTSC2022, unsure: true},
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
		edition    target.Edition
		release    target.Release
		has, known bool
	}{
		{target.NanoServer, target.LTSC2016, true, true},
		{target.NanoServer, target.V1709, false, true},
		{target.NanoServer, "", false, false},
		{target.ServerCore, "", true, true},
		{target.UnknownEdition, target.LTSC2022, false, false},
	} {
		if has, known := target.HasPowerShell(test.edition, test.release); has != test.has || known != test.known {
			t.Errorf("%s %s: %v, %v", test.edition, test.release, has, known)
		}
	}
}
