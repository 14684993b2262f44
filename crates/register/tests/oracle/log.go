package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// served reads tiles of height 8 below an address. Go names them tile/8/..., C2SP tile/...; Go says data, C2SP entries.
type served struct {
	address string
	spoiled string
	known   map[tlog.Tile][]byte
}

func (s *served) Height() int { return 8 }

// SaveTiles is called with tiles that were checked against the tree hash.
func (s *served) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, tile := range tiles {
		s.known[tile] = data[i]
	}
}

func (s *served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, 0, len(tiles))
	for _, tile := range tiles {
		content, found := s.known[tile]
		if !found {
			var err error
			if content, err = s.get(path(tile)); err != nil {
				return nil, err
			}
		}
		data = append(data, content)
	}
	return data, nil
}

func path(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

func (s *served) get(path string) ([]byte, error) {
	answer, err := http.Get(s.address + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	content, err := io.ReadAll(answer.Body)
	if err == nil && path == s.spoiled && len(content) > 0 {
		content[len(content)/2] ^= 1
	}
	return content, err
}

// log checks the signature of the served checkpoint and reads every entry from the bundles, its hash from the tiles as Go's own
// client does. That client trusts some tiles too early (x/mod 0.7: it counts the subtrees below the root where it should count
// their tiles), so the tree is built here once more from the entries, and every tile is compared with that.
func log(key, address string, spoiled []string) error {
	source := &served{address: address, known: map[tlog.Tile][]byte{}}
	if len(spoiled) > 0 {
		source.spoiled = spoiled[0]
	}
	signed, err := source.get("checkpoint")
	if err != nil {
		return err
	}
	tree, err := open(key, string(signed))
	if err != nil {
		return err
	}
	reader := tlog.TileHashReader(tree, source)
	built := &stored{}
	for built.count < tree.N {
		tile := tlog.Tile{H: 8, L: -1, N: built.count / 256, W: 256}
		if tree.N-built.count < 256 {
			tile.W = int(tree.N - built.count)
		}
		if err := bundle(source, reader, tile, built); err != nil {
			return err
		}
	}
	root, err := tlog.TreeHash(tree.N, built)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the entries give another root")
	}
	for _, tile := range tlog.NewTiles(8, 0, tree.N) {
		right, err := tlog.ReadTileData(tile, built)
		if err != nil {
			return err
		}
		content, err := source.get(path(tile))
		if err != nil {
			return err
		}
		if !bytes.Equal(content, right) {
			return fmt.Errorf("%s is another", path(tile))
		}
	}
	fmt.Println(built.count, "entries")
	return nil
}

// stored is a tree in memory.
type stored struct {
	hashes []tlog.Hash
	count  int64
}

func (s *stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		hashes = append(hashes, s.hashes[index])
	}
	return hashes, nil
}

func (s *stored) add(entry []byte) error {
	hashes, err := tlog.StoredHashes(s.count, entry, s)
	s.hashes = append(s.hashes, hashes...)
	s.count++
	return err
}

func bundle(source *served, reader tlog.HashReader, tile tlog.Tile, built *stored) error {
	content, err := source.get(path(tile))
	if err != nil {
		return err
	}
	indexes := make([]int64, tile.W)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, built.count+int64(i))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		if len(content) < 2 || len(content) < 2+int(binary.BigEndian.Uint16(content)) {
			return errors.New("a bundle is cut off")
		}
		length := int(binary.BigEndian.Uint16(content))
		if tlog.RecordHash(content[2:2+length]) != hash {
			return fmt.Errorf("entry %d does not fit", built.count)
		}
		if err := built.add(content[2 : 2+length]); err != nil {
			return err
		}
		content = content[2+length:]
	}
	if len(content) != 0 {
		return errors.New("a bundle holds more than its entries")
	}
	return nil
}
