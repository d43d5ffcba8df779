module github.com/winlint/winlint/e2e

go 1.26.0
