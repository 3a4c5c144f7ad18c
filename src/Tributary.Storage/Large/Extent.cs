namespace Tributary.Storage;

/// <summary>A stretch of the file of long content.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct Extent(long At, long Length)
{
    public long End => At + Length;
}
