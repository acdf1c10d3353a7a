//go:build unix

package briefstest

import (
	"syscall"
	"time"
)

// Processor is the processor time that the process has had: unlike the clock on the
// wall it does not go on while other processes have the machine.
func Processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
