using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tributary.Agent;

/// <summary>A set of people, by digests of what the site's files call them.</summary>
internal sealed class PersonSet
{
    private const int DigestBytes = 16;

    private readonly UInt128[] _sorted;

    /// <summary>The set of these people; one that comes twice is in it once.</summary>
    public PersonSet(IEnumerable<UInt128> people) => _sorted = [.. people.Distinct().Order()];

    /// <summary>How many.</summary>
    public int Count => _sorted.Length;

    /// <summary>In the order of their digests.</summary>
    public IReadOnlyList<UInt128> People => _sorted;

    /// <summary>The digest of a person: the same in all of a site's files that call it the same.</summary>
    public static UInt128 DigestOf(string site, string person) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\0{person}")));

    /// <summary>Whether a person is in it.</summary>
    public bool Contains(UInt128 person) => Array.BinarySearch(_sorted, person) >= 0;

    /// <summary>16 bytes for each person, in order.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[_sorted.Length * DigestBytes];
        for (int i = 0; i < _sorted.Length; i++) BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * DigestBytes), _sorted[i]);
        return bytes;
    }

    /// <summary>What <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">These are no digests.</exception>
    public static PersonSet FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % DigestBytes != 0)
            throw new InvalidDataException(
                $"A list of people in the journal has {bytes.Length} bytes, which are no digests. Restore the folder from a backup.");
        var people = new UInt128[bytes.Length / DigestBytes];
        for (int i = 0; i < people.Length; i++) people[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes[(i * DigestBytes)..]);
        return new PersonSet(people);
    }
}
