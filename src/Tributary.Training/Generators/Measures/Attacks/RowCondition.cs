namespace Tributary.Training;

/// <summary>A condition on one cell.</summary>
/// <param name="Column">The place of the column.</param>
/// <param name="Sign">0 for equal, which a missing cell is to a missing one; 1 for at least, -1 for at most.</param>
/// <param name="Value">What the cell is compared with.</param>
internal readonly record struct RowCondition(int Column, int Sign, float Value)
{
    /// <summary>Whether a cell fulfils it.</summary>
    public bool Holds(float cell) =>
        Sign > 0 ? cell >= Value : Sign < 0 ? cell <= Value : cell == Value || (float.IsNaN(cell) && float.IsNaN(Value));
}
