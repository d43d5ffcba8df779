package windows

import (
	"slices"
	"strings"
)

// The accounts of Microsoft's base images. A container of Server Core runs as ContainerAdministrator, and one of Nano
// Server as ContainerUser.
const (
	ContainerAdministrator = "ContainerAdministrator"
	ContainerUser          = "ContainerUser"
)

// IsContainerUser reports whether name is an account that Windows containers have and Linux has not, in any case of
// letters.
func IsContainerUser(name string) bool {
	return strings.EqualFold(name, ContainerAdministrator) || strings.EqualFold(name, ContainerUser)
}

// accounts is what every image of Windows has, in lower case, beside what a domain or an authority before the name
// tells.
var accounts = []string{
	"containeradministrator", "containeruser", "administrator", "guest", "defaultaccount", "wdagutilityaccount",
	"system", "localsystem", "local service", "localservice", "network service", "networkservice",
}

// HasAccount reports whether every image of Windows has the account, in any case of letters.
func HasAccount(name string) bool {
	return slices.Contains(accounts, strings.ToLower(name))
}
