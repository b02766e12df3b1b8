/**
 * The operator's Unix-domain socket, and the commands on it. It knows text and its own sockets;
 * what the commands do is behind {@link chatserver.control.Operations}.
 */
package chatserver.control;
