package parser

import "testing"

func TestKindOf(t *testing.T) {
	for name, want := range map[string]Kind{
		"Dockerfile": Dockerfile, "dockerfile": Dockerfile, "a/b/DOCKERFILE": Dockerfile, "Dockerfile.windows": Dockerfile,
		"Dockerfile-1.2": Dockerfile, "app.dockerfile": Dockerfile, "Containerfile": Dockerfile, "Containerfile.win": Dockerfile,
		"win.Containerfile": Dockerfile,
		"compose.yaml":      Compose, "Docker-Compose.override.YML": Compose, "docker-stack.yml": Compose, "decompose.yml": Unknown,
		".dockerignore": Dockerignore, "a/.DockerIgnore": Dockerignore, "Dockerfile.dockerignore": Dockerignore,
		"build.ps1": Script, "Dockerfile.PS1": Script, "x.psm1": Script, "a.cmd": Script, "a.BAT": Script, "a/b.sh": Script,
		"Dockerfiles": Unknown, "mydockerfile": Unknown, "Dockerfile.md": Unknown,
		"dockerfile-lint.yml": Unknown, "": Unknown, "dockerfile/README": Unknown,
	} {
		if got := KindOf(name); got != want {
			t.Errorf("KindOf(%q) is %v, want %v", name, got, want)
		}
	}
}
