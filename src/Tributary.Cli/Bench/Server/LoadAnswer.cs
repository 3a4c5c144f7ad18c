namespace Tributary.Cli;

/// <summary>What a coordinator answered.</summary>
/// <param name="Status">The status; zero where the stream was reset.</param>
/// <param name="Body">The body; lasts until the connection is asked again.</param>
internal readonly record struct LoadAnswer(int Status, ReadOnlyMemory<byte> Body);
