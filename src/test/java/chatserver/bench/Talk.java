package chatserver.bench;

/**
 * What is said in a round.
 *
 * @param senders how many of the clients speak; they take turns
 * @param lines of all senders together
 * @param lineBytes in a line as it is sent, its line feed among them
 * @param rate lines a second of all senders together; 0 is as fast as the server takes them
 */
record Talk(int senders, int lines, int lineBytes, double rate) {
  boolean isPaced() {
    return rate > 0;
  }
}
