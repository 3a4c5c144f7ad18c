using System.Buffers.Binary;
using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Reads labelled bytes in the idx format of MNIST: two zero bytes, type, rank, big-endian extents, then the elements.</summary>
/// <remarks>Y. LeCun, C. Cortes: The MNIST database of handwritten digits, "File formats".</remarks>
public static class IdxFile
{
    private const byte UnsignedByte = 8;

    /// <summary>Reads examples and their labels; names that end in <c>.gz</c> are unpacked. Features are bytes divided by 255.</summary>
    /// <param name="images">A file of rank 2 or more: count, then the extents of an example; (rows, columns) gets one channel.</param>
    /// <param name="labels">A file of rank 1 with as many elements.</param>
    /// <param name="classNames">One name a class; where null, there are as many classes as the largest label says.</param>
    /// <exception cref="DataException">A file is missing, truncated, too long, of another type, or the counts differ.</exception>
    public static LabelledData Read(string images, string labels, IReadOnlyList<string>? classNames = null)
    {
        (int[] imageExtents, ReadOnlyMemory<byte> pixels) = ReadElements(images);
        (int[] labelExtents, ReadOnlyMemory<byte> classes) = ReadElements(labels);
        if (imageExtents.Length < 2)
            throw new DataException($"'{images}' has no extents beside its count. Give a file of images; labels come second.");
        if (labelExtents.Length != 1)
            throw new DataException(
                $"'{labels}' has {labelExtents.Length} extents, labels have one. Give the file of labels; images come first.");
        if (imageExtents[0] != labelExtents[0])
            throw new DataException(
                $"'{images}' has {imageExtents[0]} examples, but '{labels}' has {labelExtents[0]}. Give two files of one set.");
        int[] values = [.. classes.ToArray().Select(label => (int)label)];
        int[] extents = imageExtents.Length == 3 ? [.. imageExtents[1..], 1] : imageExtents[1..];
        return LabelledData.FromBytes(Shape.Create(extents), pixels, 1f / 255, values, classNames?.Count ?? values.Max() + 1, classNames);
    }

    private static (int[] Extents, ReadOnlyMemory<byte> Elements) ReadElements(string path)
    {
        byte[] content = DataFile.ReadBytes(path);
        if (content is not [0, 0, _, _, ..])
            throw new DataException($"'{path}' is not an idx file: it does not begin with two zero bytes. Check the path.");
        if (content[2] != UnsignedByte)
            throw new DataException(
                $"'{path}' holds elements of idx type 0x{content[2]:x2}; only unsigned bytes (0x08) can be read. Convert it.");
        int rank = content[3], start = 4 + 4 * rank;
        if (rank == 0 || content.Length < start)
            throw new DataException($"'{path}' is truncated: its header names {rank} extents. Fetch it again.");
        int[] extents = new int[rank];
        UInt128 length = 1;
        for (int i = 0; i < rank; i++)
        {
            uint extent = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(4 + 4 * i));
            length *= extent;
            // Zero extents and counts that no file of this size could hold end here, before anything is taken for them.
            if (length == 0 || length > (UInt128)(content.Length - start))
                throw new DataException(
                    $"'{path}' is empty or truncated: its header promises more than the {content.Length - start} elements that follow. "
                    + "Fetch it again.");
            extents[i] = (int)extent;
        }
        if (length != (UInt128)(content.Length - start))
            throw new DataException($"'{path}' has {content.Length - start} elements where its header says {length}. Fetch it again.");
        return (extents, content.AsMemory(start));
    }
}
