namespace Tributary.Core;

/// <summary>The closed list of names that one place in a job may use.</summary>
public interface IRegistry
{
    /// <summary>What the names stand for, in the singular: <c>stage</c>, <c>model</c>.</summary>
    string Kind { get; }

    /// <summary>The parts in alphabetical order.</summary>
    IEnumerable<RegisteredPart> Parts { get; }

    /// <summary>The part called <paramref name="name"/>, or null.</summary>
    RegisteredPart? Find(string name);
}
