/** What deploys and watches servers. */
@NullMarked
package dev.easel.packaging;

import org.jspecify.annotations.NullMarked;
