// Command processprng writes bcryptprimitives.dll, which every Go program for Windows loads for random numbers and which
// Wine before 9 does not have: `processprng FILE`. The library has one export, ProcessPrng, that forwards to the
// function of advapi32 with the same shape.
package main

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"fmt"
	"os"
)

const (
	export  = "ProcessPrng"
	forward = "advapi32.SystemFunction036"

	headerSize   = 0x200  // the headers in the file, and the alignment of sections in it
	sectionStart = 0x1000 // where the one section is mapped, and the alignment of sections in memory
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: processprng FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], library(), 0o666); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// library is the DLL: the headers, then a section that holds nothing but the export directory.
func library() []byte {
	section := exports()
	var file bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&file, binary.LittleEndian, v) // a buffer takes everything
		}
	}
	put([]byte("MZ"), make([]byte, 58), uint32(64), []byte("PE\x00\x00"))
	put(pe.FileHeader{
		Machine: pe.IMAGE_FILE_MACHINE_AMD64, NumberOfSections: 1,
		SizeOfOptionalHeader: uint16(binary.Size(pe.OptionalHeader64{})),
		Characteristics:      pe.IMAGE_FILE_EXECUTABLE_IMAGE | pe.IMAGE_FILE_LARGE_ADDRESS_AWARE | pe.IMAGE_FILE_DLL,
	})
	header := pe.OptionalHeader64{
		Magic: 0x20b, SizeOfInitializedData: headerSize, ImageBase: 0x180000000,
		SectionAlignment: sectionStart, FileAlignment: headerSize,
		MajorOperatingSystemVersion: 6, MajorSubsystemVersion: 6,
		SizeOfImage: 2 * sectionStart, SizeOfHeaders: headerSize, Subsystem: pe.IMAGE_SUBSYSTEM_WINDOWS_CUI,
		SizeOfStackReserve: 1 << 20, SizeOfStackCommit: 1 << 12, SizeOfHeapReserve: 1 << 20, SizeOfHeapCommit: 1 << 12,
		NumberOfRvaAndSizes: 16,
	}
	header.DataDirectory[pe.IMAGE_DIRECTORY_ENTRY_EXPORT] = pe.DataDirectory{VirtualAddress: sectionStart, Size: uint32(len(section))}
	put(header, pe.SectionHeader32{
		Name: [8]uint8{'.', 'r', 'd', 'a', 't', 'a'}, VirtualSize: uint32(len(section)), VirtualAddress: sectionStart,
		SizeOfRawData: headerSize, PointerToRawData: headerSize,
		Characteristics: pe.IMAGE_SCN_CNT_INITIALIZED_DATA | pe.IMAGE_SCN_MEM_READ,
	})
	put(make([]byte, headerSize-file.Len()), section, make([]byte, headerSize-len(section)))
	return file.Bytes()
}

// exports is the export directory with its tables and strings. An address inside of it is a forward.
func exports() []byte {
	const directory, tables = 40, 4 + 4 + 2 // bytes: the directory; one address, one name, one ordinal
	const address, names, ordinals = sectionStart + directory, sectionStart + directory + 4, sectionStart + directory + 8
	const text = sectionStart + directory + tables
	module := []byte("bcryptprimitives.dll\x00")
	exported := []byte(export + "\x00")
	var out bytes.Buffer
	for _, v := range []any{
		make([]byte, 12), uint32(text), uint32(1), uint32(1), uint32(1), uint32(address), uint32(names), uint32(ordinals),
		uint32(text + len(module) + len(exported)), uint32(text + len(module)), uint16(0),
		module, exported, []byte(forward + "\x00"),
	} {
		_ = binary.Write(&out, binary.LittleEndian, v)
	}
	return out.Bytes()
}
