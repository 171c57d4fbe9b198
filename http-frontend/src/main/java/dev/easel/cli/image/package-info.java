/** The commands that make a picture without a server and tell how one was made. */
@NullMarked
package dev.easel.cli.image;

import org.jspecify.annotations.NullMarked;
