using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tributary.Protocol;

/// <summary>
/// The version that a party speaks. Within one major version the older party decides: what it does not know is left out, and members of
/// messages that it does not know are passed over.
/// </summary>
/// <param name="Major">Differs where the parties cannot work together.</param>
/// <param name="Minor">Counts what has been added: 1.1 added lists of chunks, 1.2 keepers, who answer after a round has closed, 1.3 steps
/// before the update, and more than one after the close.</param>
public readonly record struct ProtocolVersion(int Major, int Minor)
{
    /// <summary>The header in which every request and every answer names its sender's version.</summary>
    public const string Header = "Tributary-Protocol";

    /// <summary>The version of this library.</summary>
    public static ProtocolVersion Current { get; } = new(1, 3);

    /// <summary>The version with lists of chunks, from which a client sees what it has already.</summary>
    public static ProtocolVersion Chunks { get; } = new(1, 1);

    /// <summary>Whether parties of these versions can work together.</summary>
    public bool WorksWith(ProtocolVersion other) => Major == other.Major;

    /// <summary>Whether this version has everything that <paramref name="other"/> has.</summary>
    public bool IsAtLeast(ProtocolVersion other) => Major == other.Major && Minor >= other.Minor;

    /// <summary>Reads <c>1.1</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ProtocolVersion version)
    {
        version = default;
        if (text?.Split('.') is not [string major, string minor]) return false;
        bool read = int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            & int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int second);
        version = new(first, second);
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
