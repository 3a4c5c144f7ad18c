namespace Tributary.Core;

/// <summary>How payloads that only one stage understands travel, and come back as something that can be added. Compared by value.</summary>
public interface IPayloadCoding
{
    /// <summary>The most bytes that the tensors of one payload have.</summary>
    long Bytes { get; }

    /// <summary>The payload in the tensors of a body.</summary>
    /// <exception cref="MalformedUpdateException">They are none.</exception>
    Payload Read(OpaquePayload tensors);
}
