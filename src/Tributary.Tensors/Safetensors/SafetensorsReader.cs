using System.Buffers.Binary;

namespace Tributary.Tensors;

/// <summary>
/// Reads safetensors bodies and refuses whatever breaks the format: holes, overlaps, duplicates, false lengths, loose ends.
/// </summary>
/// <remarks>Memory is taken for bytes that have arrived, never for lengths that a header claims.</remarks>
public static class SafetensorsReader
{
    /// <summary>Reads a body in memory; the entries share its bytes.</summary>
    /// <exception cref="SafetensorsException">The body breaks the format.</exception>
    public static SafetensorsFile Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length < sizeof(ulong))
            throw new SafetensorsException(
                $"The safetensors body has {body.Length} bytes; the length of its header alone takes eight. Transfer the file again.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(body.Span);
        if (length > SafetensorsHeader.MaxLength)
            throw new SafetensorsException(
                $"The safetensors header claims {length} bytes, the format allows {SafetensorsHeader.MaxLength}. "
                + "This is probably another kind of file.");
        if (length > (ulong)(body.Length - sizeof(ulong)))
            throw new SafetensorsException(
                $"The safetensors header claims {length} bytes, but only {body.Length - sizeof(ulong)} follow. Transfer the file again.");
        ReadOnlyMemory<byte> rest = body[sizeof(ulong)..];
        return SafetensorsHeader.Read(rest.Span[..(int)length], rest[(int)length..]);
    }

    /// <summary>Reads a stream from its position to its end; at most 2 GiB.</summary>
    /// <exception cref="SafetensorsException">The body breaks the format or is too long.</exception>
    /// <exception cref="IOException">The stream fails, or cannot seek and proves too long.</exception>
    public static SafetensorsFile Read(Stream stream)
    {
        long known = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        if (known > Array.MaxLength)
            throw new SafetensorsException("The safetensors body is longer than 2 GiB. Split the model over several files.");
        // A stream that cannot seek grows the buffer as bytes arrive.
        using var body = new MemoryStream((int)known);
        stream.CopyTo(body);
        return Read(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SafetensorsException">The file is missing, cannot be read or breaks the format.</exception>
    public static SafetensorsFile ReadFile(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException($"The file '{path}' cannot be read: {e.Message} Check the path and the permissions.", e);
        }
        catch (SafetensorsException e)
        {
            throw new SafetensorsException($"'{path}': {e.Message}", e);
        }
    }
}
