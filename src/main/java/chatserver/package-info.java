/** The command line: options to a configuration, and exit codes. Nothing below knows picocli. */
package chatserver;
