package chatserver.bench;

/** The least that a JVM can be started for, to compare the server's start with. */
final class HelloWorld {
  private HelloWorld() {}

  public static void main(String[] args) {
    System.out.println("Hello, world");
  }
}
