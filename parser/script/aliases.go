package script

// aliases is the aliases that both editions of PowerShell have on Windows: engine/InitialSessionState.cs of
// PowerShell/PowerShell.
var aliases = map[string]string{
	"%": "foreach-object", "?": "where-object", "ac": "add-content", "cat": "get-content",
	"cd": "set-location", "chdir": "set-location", "clc": "clear-content", "clear": "clear-host",
	"clhy": "clear-history", "cli": "clear-item", "clp": "clear-itemproperty", "cls": "clear-host",
	"clv": "clear-variable", "cnsn": "connect-pssession", "compare": "compare-object", "copy": "copy-item",
	"cp": "copy-item", "cpi": "copy-item", "cpp": "copy-itemproperty", "cvpa": "convert-path",
	"dbp": "disable-psbreakpoint", "del": "remove-item", "diff": "compare-object", "dir": "get-childitem",
	"dnsn": "disconnect-pssession", "ebp": "enable-psbreakpoint", "echo": "write-output",
	"epal": "export-alias", "epcsv": "export-csv", "epsn": "export-pssession", "erase": "remove-item",
	"etsn": "enter-pssession", "exsn": "exit-pssession", "fc": "format-custom", "fl": "format-list",
	"foreach": "foreach-object", "ft": "format-table", "fw": "format-wide", "gal": "get-alias",
	"gbp": "get-psbreakpoint", "gc": "get-content", "gci": "get-childitem", "gcm": "get-command",
	"gcs": "get-pscallstack", "gdr": "get-psdrive", "ghy": "get-history", "gi": "get-item", "gjb": "get-job",
	"gl": "get-location", "gm": "get-member", "gmo": "get-module", "gp": "get-itemproperty",
	"gps": "get-process", "gpv": "get-itempropertyvalue", "group": "group-object", "gsn": "get-pssession",
	"gsv": "get-service", "gu": "get-unique", "gv": "get-variable", "h": "get-history",
	"history": "get-history", "icm": "invoke-command", "iex": "invoke-expression", "ihy": "invoke-history",
	"ii": "invoke-item", "ipal": "import-alias", "ipcsv": "import-csv", "ipmo": "import-module",
	"ipsn": "import-pssession", "irm": "invoke-restmethod", "iwr": "invoke-webrequest", "kill": "stop-process",
	"ls": "get-childitem", "md": "mkdir", "measure": "measure-object", "mi": "move-item",
	"mount": "new-psdrive", "move": "move-item", "mp": "move-itemproperty", "mv": "move-item",
	"nal": "new-alias", "ndr": "new-psdrive", "ni": "new-item", "nmo": "new-module", "nsn": "new-pssession",
	"nv": "new-variable", "ogv": "out-gridview", "oh": "out-host", "popd": "pop-location", "ps": "get-process",
	"pushd": "push-location", "pwd": "get-location", "r": "invoke-history", "rbp": "remove-psbreakpoint",
	"rcjb": "receive-job", "rcsn": "receive-pssession", "rd": "remove-item", "rdr": "remove-psdrive",
	"ren": "rename-item", "ri": "remove-item", "rjb": "remove-job", "rm": "remove-item",
	"rmdir": "remove-item", "rmo": "remove-module", "rni": "rename-item", "rnp": "rename-itemproperty",
	"rp": "remove-itemproperty", "rsn": "remove-pssession", "rv": "remove-variable", "rvpa": "resolve-path",
	"sajb": "start-job", "sal": "set-alias", "saps": "start-process", "sasv": "start-service",
	"sbp": "set-psbreakpoint", "select": "select-object", "set": "set-variable", "shcm": "show-command",
	"si": "set-item", "sl": "set-location", "sleep": "start-sleep", "sls": "select-string",
	"sort": "sort-object", "sp": "set-itemproperty", "spjb": "stop-job", "spps": "stop-process",
	"spsv": "stop-service", "start": "start-process", "sv": "set-variable", "tee": "tee-object",
	"type": "get-content", "where": "where-object", "wjb": "wait-job", "write": "write-output",
}

// desktopAliases is those that only Windows PowerShell has (Get-Alias in 5.1; PowerShell 6 dropped them).
var desktopAliases = map[string]string{
	"asnp": "add-pssnapin", "cfs": "convertfrom-string", "curl": "invoke-webrequest", "gsnp": "get-pssnapin",
	"gwmi": "get-wmiobject", "ise": "powershell_ise", "iwmi": "invoke-wmimethod", "lp": "out-printer",
	"npssc": "new-pssessionconfigurationfile", "rsnp": "remove-pssnapin", "rujb": "resume-job",
	"rwmi": "remove-wmiobject", "sc": "set-content", "sujb": "suspend-job", "swmi": "set-wmiinstance",
	"trcm": "trace-command", "wget": "invoke-webrequest",
}
