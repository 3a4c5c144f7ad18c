namespace Tributary.Tensors;

/// <summary>A number as a type, so that code which depends on it is compiled for it.</summary>
internal interface ICount
{
    /// <summary>The number.</summary>
    static abstract int Count { get; }
}
