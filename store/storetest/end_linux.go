package storetest

import "syscall"

// endWithUs has a process stop at once when the one that started it is gone.
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGQUIT }
