/** Runs ready tasks on executors in order; knows only tasks; imports {@code framework.status}. */
@NullMarked
package dev.easel.framework.scheduler;

import org.jspecify.annotations.NullMarked;
