namespace Tributary.Tensors;

/// <summary>The work on elements, rows or examples from <paramref name="start"/> up to but not including <paramref name="end"/>.</summary>
/// <param name="start">The first one.</param>
/// <param name="end">One behind the last.</param>
/// <param name="workspace">Scratch memory that no other part of the loop uses meanwhile.</param>
internal delegate void RangeBody(int start, int end, Workspace workspace);
