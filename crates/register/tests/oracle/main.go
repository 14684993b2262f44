// A second reader of the register, in another language, on the packages behind Go's own checksum database: it must accept
// what the register writes and refuse what was changed. Exit 0 = accepted, 1 = refused, 2 = wrong use.
//
//	oracle inclusion KEY ENTRY PROOF          the entry file stands in the checkpoint of the .tlog-proof file
//	oracle consistency KEY OLD NEW HASHES     the checkpoint NEW only appends to OLD; HASHES has one base64 hash a line
//	oracle log KEY URL [PATH]                 the register served at URL is whole: every entry stands in its checkpoint;
//	                                          with PATH, one bit of what is served there is turned over on the way
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) < 4 {
		os.Exit(2)
	}
	if os.Args[1] == "log" {
		answer(log(os.Args[2], os.Args[3], os.Args[4:]))
	}
	files := make([]string, 0, 3)
	for _, path := range os.Args[3:] {
		content, err := os.ReadFile(path)
		if err != nil {
			fmt.Println(err)
			os.Exit(2)
		}
		files = append(files, string(content))
	}
	var err error
	switch {
	case os.Args[1] == "inclusion" && len(files) == 2:
		err = inclusion(os.Args[2], files[0], files[1])
	case os.Args[1] == "consistency" && len(files) == 3:
		err = consistency(os.Args[2], files[0], files[1], files[2])
	default:
		os.Exit(2)
	}
	answer(err)
}

func answer(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println("accepted")
	os.Exit(0)
}

func inclusion(key, entry, proof string) error {
	head, signed, found := strings.Cut(proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("not a proof file")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	hashes, err := parseHashes(lines[2:])
	if err != nil {
		return err
	}
	tree, err := open(key, signed)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash([]byte(entry)))
}

func consistency(key, oldNote, newNote, proof string) error {
	old, err := open(key, oldNote)
	if err != nil {
		return err
	}
	later, err := open(key, newNote)
	if err != nil {
		return err
	}
	hashes, err := parseHashes(strings.Fields(proof))
	if err != nil {
		return err
	}
	return tlog.CheckTree(hashes, later.N, later.Hash, old.N, old.Hash)
}

// open checks the signature of a checkpoint and reads origin, size and root.
func open(key, signed string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this register")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, len(lines))
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}
