package parser

import "testing"

func TestKindOf(t *testing.T) {
	for name, want := range map[string]Kind{
		"Dockerfile": Dockerfile, "dockerfile": Dockerfile, "a/b/DOCKERFILE": Dockerfile, "Dockerfile.windows": Dockerfile,
		"Dockerfile-1.2": Dockerfile, "app.dockerfile": Dockerfile, "Containerfile": Dockerfile, "Containerfile.win": Dockerfile,
		"win.Containerfile": Dockerfile,
		"compose.yaml":      Compose, "Docker-Compose.override.YML": Compose, "docker-stack.yml": Compose, "decompose.yml": Unknown,
		".dockerignore": Dockerignore, "a/.DockerIgnore": Dockerignore, "Dockerfile.dockerignore": Dockerignore,
		"Dockerfiles": Unknown, "mydockerfile": Unknown, "Dockerfile.md": Unknown,
		"dockerfile-lint.yml": Unknown, "Dockerfile.ps1": Unknown, "": Unknown, "dockerfile/README": Unknown,
	} {
		if got := KindOf(name); got != want {
			t.Errorf("KindOf(%q) is %v, want %v", name, got, want)
		}
	}
}
