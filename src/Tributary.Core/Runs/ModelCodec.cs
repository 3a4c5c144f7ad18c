using System.Globalization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Models and optimizer states as safetensors bodies: what a run publishes.</summary>
internal static class ModelCodec
{
    private const string Steps = "steps";

    public static ReadOnlyMemory<byte> Write(ParameterSet model)
    {
        using MemoryStream body = Room(model.Layout.Length, model.Layout.Entries.Count);
        SafetensorsWriter.Write(body, model);
        return Whole(body);
    }

    public static ParameterSet Read(ReadOnlyMemory<byte> body, ParameterLayout layout) => SafetensorsReader.Read(body).ToParameters(layout);

    public static ReadOnlyMemory<byte> Write(OptimizerState optimizer)
    {
        using MemoryStream body = Room(Enumerable.Range(0, optimizer.Slots).Sum(i => optimizer.Slot(i).Length), optimizer.Slots);
        SafetensorsWriter.Write(
            body,
            [.. Enumerable.Range(0, optimizer.Slots)
                .Select(i => SafetensorsEntry.Of<float>(Slot(i), optimizer.Slot(i), optimizer.Slot(i).Length))],
            new Dictionary<string, string> { [Steps] = optimizer.Steps.ToString(CultureInfo.InvariantCulture) });
        return Whole(body);
    }

    /// <summary>Restores what was written from a state of the same optimizer.</summary>
    public static void Read(ReadOnlyMemory<byte> body, OptimizerState optimizer)
    {
        SafetensorsFile file = SafetensorsReader.Read(body);
        optimizer.Steps = long.Parse(file.Metadata[Steps], CultureInfo.InvariantCulture);
        for (int i = 0; i < optimizer.Slots; i++) file[Slot(i)].Values<float>().CopyTo(optimizer.Slot(i));
    }

    /// <summary>A stream that as good as never grows.</summary>
    private static MemoryStream Room(int numbers, int tensors) => new(sizeof(float) * numbers + 256 * (tensors + 1));

    private static ReadOnlyMemory<byte> Whole(MemoryStream body) => body.GetBuffer().AsMemory(0, (int)body.Length);

    private static string Slot(int index) => string.Create(CultureInfo.InvariantCulture, $"slot.{index}");
}
