// mdbase: validates a collection of Markdown with @callumalpass/mdbase.
//
//	node mdbase.mjs FOLDER		its modules stand beside this file's copy
import { Collection } from "@callumalpass/mdbase";

const opened = await Collection.open(process.argv[2]);
if (opened.error)
	throw new Error(opened.error.message);
const found = await opened.collection.validate();
console.log(JSON.stringify(found).length);
await opened.collection.close();
