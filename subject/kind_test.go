package subject_test

import (
	"testing"

	"github.com/winlint/winlint/subject"
)

func nameOf(k *subject.Kind) string {
	if k == nil {
		return ""
	}
	return k.Name
}

func TestKindOf(t *testing.T) {
	for want, names := range map[string][]string{
		"dockerfile": {
			"Dockerfile", "dockerfile", "a/b/DOCKERFILE", "Dockerfile.windows", "Dockerfile-1.2", "app.dockerfile", "Containerfile",
			"Containerfile.win", "win.Containerfile", "Dockerfile.ltsc2022", "Dockerfile.in", "Dockerfile.php",
		},
		"compose": {
			"compose.yaml", "a/docker-compose.yml", "docker-compose.override.yml", "docker-compose-windows.yaml", "Compose.YML",
			"compose_dev.yml", "docker-stack.yml", "stack.prod.yml", "windows.docker-compose.yml", "test-compose.yaml",
		},
		"github-workflow": {".github/workflows/ci.yml", "a/.github/workflows/docker-compose.yml", ".github/workflows/x.YAML"},
		"github-action":   {"action.yml", ".github/actions/build/action.yaml"},
		"azure-pipelines": {
			"azure-pipelines.yml", "a/azure-pipelines-win.YAML", "azure-pipeline.yml", "ci.azure-pipelines.yml", ".azure-pipelines/build/x.yml",
			"eng/pipelines/x.yml", ".pipelines/x.yaml", ".azure/x.yml",
		},
		"gitlab-ci":    {".gitlab-ci.yml", "a/.gitlab-ci.yml", "win.gitlab-ci.yml", ".gitlab/ci/x.yml"},
		"dockerignore": {".dockerignore", "a/.DockerIgnore", "Dockerfile.dockerignore"},
		"powershell":   {"build.ps1", "Dockerfile.PS1", "x.psm1"},
		"batch":        {"a.cmd", "a.BAT"},
		"shell":        {"a/b.sh"},
		"": {
			"Dockerfiles", "mydockerfile", "", "dockerfile/README", "composer.yml", "compose.json", "docker.yml", "compose/x.yml",
			"docker-composer.yml", "mystack.yml", "stackoverflow.yml", "decompose.yml",
			"dockerfile.go", "Dockerfile.cs", "dockerfile.py", "dockerfile.ts", "dockerfile.js", "dockerfile.rs", "Dockerfile.rb",
			"Dockerfile.java", "dockerfile.html", "Dockerfile.txt", "Dockerfile.bak", "Dockerfile~", "Dockerfile.md", "Dockerfile-parser.go",
			"dockerfile-lint.yml", "Dockerfile.JSON", "containerfile_test.go",
		},
	} {
		for _, name := range names {
			if got := nameOf(subject.KindOf(name)); got != want {
				t.Errorf("%q is %q by its name, want %q", name, got, want)
			}
		}
	}
}

func TestIdentify(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"README", "# escape=`\nARG TAG=1\n\nFROM mcr.microsoft.com/windows/nanoserver:$TAG AS base\n", "dockerfile"},
		{"image.def", "\xff\xfeF\x00R\x00O\x00M\x00 \x00a\x00\n\x00", "dockerfile"},
		{"Dockerfile.go", "FROM --platform=windows/amd64 golang `\n", "dockerfile"},
		{"x.py", "from typing import List\n", ""},
		{"x.py", "# from\nfrom x import y\n", ""},
		{"letter.txt", "From the desk of somebody\nFROM x\n", ""},
		{"README.md", "# winlint\n\nIt is FROM x.\n", ""},
		{"app.json", "{\"services\": {}}\n", ""},
		{"app.yml", "services:\n  web:\n    image: a\n", "compose"},
		{"app.yaml", "# x\nversion: '3'\r\nservices:\r\n\r\n  web:\r\n    restart: no\r\n    build: .\r\nx-a: 1\r\n", "compose"},
		{"app.yaml", "services: {web: {image: a, ports: ['80']}}\n", "compose"},
		{"app.yaml", "services:\n  web: {restart: always, image: a}\n", "compose"},
		{"app.yml", "include:\n  - a/compose.yaml\n", "compose"},
		{"app.yml", "include:\n  - path: a\n", "compose"},
		{"ci.yml", "include:\n  - local: a.yml\n", ""},
		{"ci.yml", "services:\n  - docker:dind\nimage: x\n", ""},
		{"services.yaml", "services: {App: {resource: ../src, tags: [image]}}\n", ""},
		{"services.yaml", "services:\n  _defaults:\n    autowire: true\n  App\\:\n    resource: ../src\n", ""},
		{"x.yml", "on: push\njobs:\n  a:\n    services:\n      b:\n        image: x\n", ""},
		{"deploy", "#!/usr/bin/env bash\n", "shell"},
		{"deploy", "#!/bin/sh -e\n", "shell"},
		{"deploy", "#!/usr/bin/env pwsh\n", "powershell"},
		{"deploy", "#!/usr/bin/python3\n", ""},
		{"deploy", "@ECHO OFF\r\n", "batch"},
		{"x", "", ""},
	} {
		if got := nameOf(subject.Identify(test.name, []byte(test.text))); got != test.want {
			t.Errorf("%s %q is %q, want %q", test.name, test.text, got, test.want)
		}
	}
}
