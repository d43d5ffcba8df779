package target

// An Image is the name of an image, cut into its parts.
type Image struct {
	Text       string // as the builder reads it, variables put in
	Registry   string // "docker.io" where none is named
	Repository string // "windows/servercore"; "library/golang" for a name without a slash on docker.io
	Tag        string // "" where there is none
	Digest     string // "sha256:..."; "" where there is none
}
