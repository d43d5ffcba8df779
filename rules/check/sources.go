package check

// Sources that rules of several directories name.
const (
	CompatibilityPage   = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility"
	BaseImagesPage      = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/container-base-images"
	ComposeVolumeSource = "compose-spec/compose-go format/volume.go"
	MountParserSource   = "moby/moby daemon/volume/mounts/windows_parser.go"
	OCIWindowsSource    = "moby/moby daemon/oci_windows.go"
	PowerShellPage      = "https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_powershell_exe?view=powershell-5.1"
	PreferencesPage     = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_preference_variables"
)
