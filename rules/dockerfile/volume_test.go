package dockerfile

import "testing"

// Each value of VOLUME, and whether the engine's grammar accepts it.
func TestVolumePath(t *testing.T) {
	for value, want := range map[string]bool{
		`C:\data`: true, `c:/data/`: true, `D:`: true, `d:\`: true, `G:/x y/z`: true, `name:C:\data`: true, `C:\data:ro`: true,
		`C:\a:D:\b:RW`: true, `\\?\C:\data`: true, `\\.\pipe\docker_engine`: true,
		`/data`: false, `\data`: false, `data`: false, `C:data`: false, `C:`: false, `c:\`: false, `C:/`: false, `C:\\data`: false,
		`C:\da*ta`: false, `\\server\share`: false, `CC:\data`: false,
	} {
		if got := isMount(value); got != want {
			t.Errorf("%s: %v, want %v", value, got, want)
		}
	}
}
