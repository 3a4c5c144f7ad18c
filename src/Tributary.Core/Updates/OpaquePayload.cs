namespace Tributary.Core;

/// <summary>Bytes that only the stage that made them can read.</summary>
public sealed class OpaquePayload : Payload
{
    /// <summary>Takes ownership of <paramref name="bytes"/>.</summary>
    public OpaquePayload(byte[] bytes) => Bytes = bytes;

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Opaque;

    /// <summary>The content.</summary>
    public byte[] Bytes { get; }

    /// <summary>Opaque payloads are decoded before they are added.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Add(Payload other) => throw new NotSupportedException("Opaque payloads are decoded before they are added.");
}
