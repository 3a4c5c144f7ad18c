using System.Buffers;
using System.Text;

namespace Tributary.Cli;

/// <summary>The headers of a request, written once: literals without a table, so that a connection has no state to keep.</summary>
/// <remarks>HPACK, RFC 7541, section 6.2.2; indices are those of its static table.</remarks>
internal sealed class HeaderBlock
{
    private const int Authority = 1, Method = 2, Path = 4;
    private const byte SchemeHttps = 0x87;

    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    /// <summary>Begins with what every request says.</summary>
    public HeaderBlock(string method, string authority, string path)
    {
        Add(Method, method);
        Put(SchemeHttps);
        Add(Authority, authority);
        Add(Path, path);
    }

    /// <summary>The block as it travels.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>Adds a header; its name in lower case.</summary>
    public HeaderBlock With(string name, string value)
    {
        Put(0);
        Write(name);
        Write(value);
        return this;
    }

    private void Add(int index, string value)
    {
        Put((byte)index);
        Write(value);
    }

    private void Put(byte value) => _bytes.Write([value]);

    private void Write(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        int length = bytes.Length;
        if (length < 0x7f)
        {
            Put((byte)length);
        }
        else
        {
            Put(0x7f);
            for (length -= 0x7f; length >= 0x80; length >>= 7) Put((byte)(length & 0x7f | 0x80));
            Put((byte)length);
        }
        _bytes.Write(bytes);
    }
}
