using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>What an attacker with a generated table works with, and the rows that he is tried on.</summary>
/// <param name="Training">Rows that the generator learnt from.</param>
/// <param name="Control">As many rows that it did not.</param>
/// <param name="Generated">The table, in an order that means nothing.</param>
internal sealed record AttackTables(TableData Training, TableData Control, TableData Generated)
{
    private const int MostRows = 10_000, MostGenerated = 20_000;

    /// <summary>Random parts: as many of the training as of the control, because a row is easier to find among few.</summary>
    public static AttackTables Of(TableData real, TableData heldOut, TableData generated, RandomStream random)
    {
        int rows = Math.Min(MostRows, Math.Min(real.Count, heldOut.Count));
        return new AttackTables(
            RandomRows.Of(real, rows, random.Derive("training")),
            RandomRows.Of(heldOut, rows, random.Derive("control")),
            RandomRows.Of(generated, MostGenerated, random.Derive("generated")));
    }
}
