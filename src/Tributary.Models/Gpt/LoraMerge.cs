using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Adds an adapter to the matrices that it stands beside: the same network without an adapter.</summary>
public static class LoraMerge
{
    /// <summary>The network and its parameters with alpha / rank A B added.</summary>
    /// <param name="gpt">A network, with an adapter or without.</param>
    /// <param name="parameters">Its parameters; not changed.</param>
    /// <param name="data">The shape of the data that it was trained on.</param>
    public static (Gpt Gpt, ParameterSet Parameters) Apply(Gpt gpt, ParameterSet parameters, DataShape data)
    {
        if (gpt.Adapter is not { } adapter) return (gpt, parameters);
        Gpt plain = gpt with { Adapter = null };
        var merged = new ParameterSet(plain.Build(data, 1, new RandomStream(0)).Parameters.Layout);
        foreach (ParameterEntry entry in merged.Layout.Entries) parameters[entry.Name].CopyTo(merged[entry.Name]);
        var product = new MatrixProduct();
        foreach (LoraPlace place in LoraPlace.Of(gpt))
        {
            float[] addition = new float[place.Inputs * place.Part.Width]; // (in, out)
            Span<float> a = LeftOf(adapter, parameters, place, product), b = parameters[$"{place.Name}.lora_B"];
            Span<float> target = merged[place.Weight];
            product.Multiply(
                MatrixView.Of(a, place.Inputs, adapter.Rank), MatrixView.Of(b, adapter.Rank, place.Part.Width),
                MatrixView.Of(addition, place.Inputs, place.Part.Width));
            if (adapter.Remainder)
                for (int i = 0; i < addition.Length; i++) addition[i] += parameters[$"{place.Name}.lora_W"][i];
            for (int row = 0; row < place.Inputs; row++)
                for (int column = 0; column < place.Part.Width; column++)
                    target[row * place.Columns + place.Part.Start + column] += adapter.Scale * addition[row * place.Part.Width + column];
        }
        return (plain, merged);
    }

    /// <summary>A, times the core where there is one: (in, rank).</summary>
    internal static float[] LeftOf(LoraAdapter adapter, ParameterSet parameters, LoraPlace place, MatrixProduct product)
    {
        float[] a = parameters[$"{place.Name}.lora_A"].ToArray();
        if (adapter.Factors != AdapterFactors.Core) return a;
        float[] left = new float[a.Length];
        product.Multiply(
            MatrixView.Of(a, place.Inputs, adapter.Rank),
            MatrixView.Of(parameters[$"{place.Name}.lora_C"], adapter.Rank, adapter.Rank),
            MatrixView.Of(left, place.Inputs, adapter.Rank));
        return left;
    }
}
