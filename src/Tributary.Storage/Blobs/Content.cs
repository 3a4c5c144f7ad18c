namespace Tributary.Storage;

/// <summary>The bytes of a blob or a draft: its pieces are those with this number.</summary>
/// <param name="Id">Never used twice, and kept when a draft becomes a blob.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct Content(long Id, long Length);
