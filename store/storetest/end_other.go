//go:build !linux

package storetest

import "syscall"

// endWithUs does nothing where a process cannot be told: Stop ends it.
func endWithUs(*syscall.SysProcAttr) {}
