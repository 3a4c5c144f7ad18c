namespace Tributary.Storage;

/// <summary>Bytes that are to be added to a content: as rows, or where they have been written already.</summary>
/// <param name="Bytes">What becomes rows; nothing where the bytes lie elsewhere.</param>
/// <param name="Place">Where they lie in the file of long content.</param>
internal readonly record struct Piece(ReadOnlyMemory<byte> Bytes, Extent? Place = null)
{
    public long Length => Place?.Length ?? Bytes.Length;
}
