using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Named tensors that only the stage that made them can read; each name begins with the stage's and a slash.</summary>
public sealed class OpaquePayload : Payload
{
    /// <summary>Takes ownership of <paramref name="tensors"/>.</summary>
    public OpaquePayload(params IReadOnlyList<SafetensorsEntry> tensors) => Tensors = tensors;

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Opaque;

    /// <summary>The content.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    /// <summary>Opaque payloads are decoded before they are added.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Add(Payload other) => throw new NotSupportedException("Opaque payloads are decoded before they are added.");

    /// <summary>Refuses a payload that does not have exactly <paramref name="count"/> tensors.</summary>
    /// <exception cref="MalformedUpdateException">There are more or fewer.</exception>
    public void ExpectCount(int count)
    {
        if (Tensors.Count != count) throw new MalformedUpdateException($"The update holds {Tensors.Count} tensors where {count} belong.");
    }

    /// <summary>The elements of one of the tensors.</summary>
    /// <exception cref="MalformedUpdateException">There is no such tensor, or it is of another type.</exception>
    public ReadOnlySpan<T> Read<T>(string name) where T : unmanaged
    {
        try
        {
            SafetensorsEntry? tensor = Tensors.FirstOrDefault(tensor => tensor.Name == name);
            return tensor is not null ? tensor.Values<T>() : throw new MalformedUpdateException($"The update lacks its tensor '{name}'.");
        }
        catch (SafetensorsException e)
        {
            throw new MalformedUpdateException(e.Message, e);
        }
    }

    /// <summary>The elements of one of the tensors, which must be <paramref name="length"/>.</summary>
    /// <exception cref="MalformedUpdateException">There is no such tensor, or it is of another type or length.</exception>
    public ReadOnlySpan<T> Read<T>(string name, int length) where T : unmanaged
    {
        ReadOnlySpan<T> values = Read<T>(name);
        return values.Length == length
            ? values
            : throw new MalformedUpdateException($"The update's tensor '{name}' has {values.Length} elements where {length} belong.");
    }
}
