/** Threads of tests that are watched, so that a hang is a failure that shows where; no imports. */
package dev.easel.framework.watch;
