/**
 * Random graphs under calls from many threads at once; imports {@code framework.graph} and {@code
 * framework.watch}.
 */
package dev.easel.framework.storm;
