using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Tributary.Models;

/// <summary>Reads a file whole, unpacking gzip, and turns what can go wrong into one sentence with the file's name.</summary>
internal static class DataFile
{
    private const long MostUnpacked = 1032;

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path of a file in a folder, or with <c>.gz</c> where it is there packed only.</summary>
    public static string PackedOrNot(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return !File.Exists(path) && File.Exists(path + ".gz") ? path + ".gz" : path;
    }

    /// <summary>The content of <paramref name="path"/>; a name ending in <c>.gz</c> is unpacked.</summary>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return ReadBytes(file, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"There is no file '{path}'. Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An argument is wrong where no file can have the path.
            throw new DataException($"'{path}' cannot be read: {e.Message} Check that it is a file and that you may read it.", e);
        }
    }

    /// <summary>The content of a stream called <paramref name="source"/> in messages.</summary>
    public static byte[] ReadBytes(Stream stream, string source)
    {
        byte[] raw = ReadAll(stream);
        byte[] content = source.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Unpack(raw, source) : raw;
        return content is []
            ? throw new DataException($"'{source}' is empty, so there is nothing to learn from. Fetch it again.")
            : content;
    }

    private static byte[] ReadAll(Stream stream)
    {
        byte[] content = new byte[stream.Length - stream.Position];
        stream.ReadExactly(content);
        return content;
    }

    private static byte[] Unpack(byte[] packed, string source)
    {
        // The last four bytes say how long the content is (RFC 1952); deflate packs at most 1,032 to 1, so that a lie cannot take all
        // memory.
        long length = packed.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(^sizeof(uint)..));
        byte[] content = new byte[Math.Min(length, MostUnpacked * packed.Length)];
        try
        {
            using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            int read = unpacked.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            // The stream takes a file that stops early for one that ends; the length tells them apart.
            if (read != length || unpacked.ReadByte() >= 0)
                throw new DataException(
                    $"'{source}' is not one whole gzip file: its length does not agree with its end. " +
                    "Fetch it again, or pack it as one file.");
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"'{source}' is no gzip file or a damaged one: {e.Message} Fetch it again.", e);
        }
        return content;
    }

    /// <summary>The text of a UTF-8 file, without its byte order mark.</summary>
    public static string ReadText(string path) => Decode(ReadBytes(path), path);

    /// <summary>Decodes UTF-8 strictly: a wrong byte is an error, not a question mark.</summary>
    public static string Decode(byte[] bytes, string source)
    {
        try
        {
            string text = _strictUtf8.GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException e)
        {
            throw new DataException($"'{source}' is not UTF-8: byte {e.Index} begins no character. Convert it, with iconv for example.", e);
        }
    }
}
