using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>The model that a run has published, as the file that a simulation would have written.</summary>
internal static class PublishedModel
{
    /// <summary>Downloads the model and writes it whole or not at all.</summary>
    /// <returns>The model's number.</returns>
    public static async Task<int> SaveAsync(CoordinatorConnection connection, string run, string path, CancellationToken cancellation)
    {
        ModelMessage model = await connection.GetAsync(Routes.Model(run), ProtocolJson.Default.ModelMessage, cancellation);
        var store = new MemoryBlobStore();
        var transfer = new BlobTransfer(connection);
        ReadOnlyMemory<byte> description = await transfer.DownloadAsync(model.Description, store, store, cancellation: cancellation);
        ReadOnlyMemory<byte> parameters = await transfer.DownloadAsync(model.Parameters, store, store, cancellation: cancellation);
        (ModelFile initial, _) = ModelFile.Read(description, "the run's initial model", new TrainingCatalog().Models);
        ParameterSet published = SafetensorsReader.Read(parameters).ToParameters(initial.Parameters.Layout);
        (initial with { Parameters = published }).Write(path);
        return model.Version;
    }
}
