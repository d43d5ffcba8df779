package check

// Sources that rules of several directories name.
const (
	CompatibilityPage   = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility"
	BaseImagesPage      = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/container-base-images"
	ComposeVolumeSource = "compose-spec/compose-go format/volume.go"
	MountParserSource   = "moby/moby daemon/volume/mounts/windows_parser.go"
	OCIWindowsSource    = "moby/moby daemon/oci_windows.go"
)
