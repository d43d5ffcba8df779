package windows

import "strings"

// officialNames is the names of the official images: the files of library/ in docker-library/official-images at 37079fb.
const officialNames = `
adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux azul-zulu
backdrop bash bonita buildpack-deps busybox caddy cassandra chronograf cirros clearlinux clefos clickhouse
clojure composer convertigo couchbase couchdb crate dart debian docker drupal eclipse-mosquitto eclipse-temurin
eggdrop elasticsearch elixir emqx erlang espocrm fedora flink fluentd friendica gazebo gcc geonetwork ghost
golang gradle groovy haproxy haskell haxe hello-world hitch httpd hylang ibm-semeru-runtimes ibmjava influxdb
irssi jetty joomla jruby julia kapacitor kibana kong krakend lightstreamer liquibase logstash mageia mariadb
matomo maven mediawiki memcached mongo mongo-express monica mysql nats neo4j neurodebian nextcloud nginx nim
node notary odoo open-liberty openjdk oraclelinux orientdb percona perl photon php php-zendserver phpmyadmin
plone postfixadmin postgres pypy python r-base rabbitmq rakudo-star redis redmine registry rethinkdb rocket.chat
rockylinux ros ruby rust sapmachine satosa silverpeas solr sonarqube spark spiped storm swift swipl teamspeak
telegraf tomcat tomee traefik ubuntu unit varnish websphere-liberty wordpress xwiki yourls znc zookeeper
`

// officialForWindows is those of them that have, or once had, images for Windows: the files there that have ever named
// windows-amd64, windowsservercore or nanoserver.
const officialForWindows = `
caddy docker eclipse-temurin golang haxe hello-world hylang julia mongo nats openjdk pypy python redis swift traefik
`

var (
	official    = setOf(officialNames)
	onceWindows = setOf(officialForWindows)
)

func setOf(list string) map[string]bool {
	names := map[string]bool{}
	for name := range strings.FieldsSeq(list) {
		names[name] = true
	}
	return names
}

// Published reports whether the image is from a repository that is known here, or from a copy of one.
func (i *Image) Published() bool { return len(i.family().repositories) > 0 || i.Official() }

// Official reports whether the image is one of Docker's official ones: "golang", "docker.io/library/golang". Any other name
// without an owner is that of an image which somebody builds on their machine.
func (i *Image) Official() bool {
	name, found := strings.CutPrefix(i.Repository, "library/")
	return found && i.Registry == dockerHub && official[name]
}

// forLinux is repositories on Docker Hub that other people's files often name, and that their owners have only built for Linux. Nothing
// keeps an owner from publishing more.
var forLinux = setOf(`
axllent/mailpit bitnami/kafka bitnami/mongodb bitnami/postgresql bitnami/redis confluentinc/cp-kafka confluentinc/cp-zookeeper
gvenzl/oracle-free gvenzl/oracle-xe grafana/grafana keycloak/keycloak localstack/localstack mailhog/mailhog minio/mc minio/minio
prom/alertmanager prom/node-exporter prom/prometheus selenium/hub selenium/standalone-chrome selenium/standalone-firefox
`)

// LikelyForLinux reports whether the image is from a repository that has only been seen with images for Linux.
func (i *Image) LikelyForLinux() bool { return i.Registry == dockerHub && forLinux[i.Repository] }

// LinuxOnly reports whether no image of that name and tag is for Windows, or at least none that the publisher calls so.
func (i *Image) LinuxOnly() bool {
	tag := readTag(i.Tag)
	neverWindows := i.Official() && !onceWindows[strings.TrimPrefix(i.Repository, "library/")]
	return neverWindows && tag.os != Windows || i.family().os == Linux || tag.os == Linux && tag.strong
}

// IsList reports whether the publisher puts the images of several platforms under one name, so that a builder looks for the one
// of its platform.
func (i *Image) IsList() bool { return i.Official() || i.Registry == microsoft }
