using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>A payload that only one stage understands and that can be added: an <see cref="IPayloadCoding"/> reads it.</summary>
public abstract class CodedPayload : Payload
{
    /// <summary>The tensors that travel; each name begins with the stage's and a slash.</summary>
    public abstract IReadOnlyList<SafetensorsEntry> ToTensors();
}
