package target

import "fmt"

// A Release is a release of Windows by the name of its tag: "ltsc2022", "1809" is "ltsc2019". "" is unknown.
type Release string

// A Date is a day, for support ends. The zero Date is unknown and is before every other.
type Date struct{ Year, Month, Day int }

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }
